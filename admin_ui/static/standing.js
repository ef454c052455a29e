// What can be done to a session follows how it stands: shown anew with each fresh standing, but never while it is being filled in.

const follow = () => {
  const course = document.querySelector("[data-course]")?.dataset.course;
  for (const acts of document.querySelectorAll("[data-of]")) {
    if (course && !acts.querySelector("details[open]")) acts.hidden = !acts.dataset.of.split(" ").includes(course);
  }
};
document.addEventListener("htmx:after:swap", follow);
