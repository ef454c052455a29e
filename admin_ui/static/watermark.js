// Who looks, and when, laid over what is looked at: the viewer's name and the minute by the office's clock, anew each minute.

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu;
const WATERMARKS = 40;

export const spelled = (text) => text.replace(HIDDEN, (letter) => `\\u{${letter.codePointAt(0).toString(16)}}`);

// `over` is filled with it, `beside` says it once; `said` has now, viewer and language.
export function watermark(said, over, beside) {
  const ahead = Date.parse(said.now) - Date.now(); // the office's clock, not the viewer's

  function mark() {
    const minute = new Intl.DateTimeFormat(said.language === "en" ? "en-GB" : "ja-JP", {
      timeZone: "Asia/Tokyo", dateStyle: "medium", timeStyle: "short",
    }).format(new Date(Date.now() + ahead));
    const text = spelled(`${said.viewer}　${minute}`);
    over.replaceChildren(...Array.from({ length: WATERMARKS }, () => {
      const span = document.createElement("span");
      span.textContent = text;
      return span;
    }));
    beside.textContent = text;
    setTimeout(mark, 60000 - ((Date.now() + ahead) % 60000) + 50);
  }

  mark();
}
