"""Finding personal data in what a terminal paints: twelve kinds, one a file, with check digits, labels and tables; pure.

`Detector.look(text, context)` says where; a caller carries the `Context` along: `context.after(text, sights)`. Text comes as the
eye reads it: escapes taken out, and cut only between runs (`runs`). Any such cut gives the same sights.
"""

from gateway.guards.detect.context import Context
from gateway.guards.detect.detector import Detector
from gateway.guards.detect.line_id import LineShape
from gateway.guards.detect.runs import RUN, ends_run, is_in_run
from gateway.guards.detect.sight import Kind, Sight

__all__ = ["RUN", "Context", "Detector", "Kind", "LineShape", "Sight", "ends_run", "is_in_run"]
