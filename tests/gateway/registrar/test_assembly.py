from tests.gateway.registrar.scene import Scene


def test_the_works_hold_together(scene: Scene) -> None:
    """One group, one table of connections and one clock serve every desk."""
    works = scene.start().registrar.works
    assert works.node == "node-1"
    assert works.ending._group is works.group
    assert works.trust._ending is works.ending
    assert works.notary._group is works.mender._group is works.group
    assert works.ending._live is works.live
    assert works.keeper_public == scene.parts.keeper_public
