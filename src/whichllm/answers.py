"""All kinds of answers there are, as one type."""

from __future__ import annotations

from whichllm.browsing import Explanation, Listing
from whichllm.checking import Report
from whichllm.comparing import Comparison
from whichllm.recommending import Recommendation
from whichllm.snippets import Running
from whichllm.surveying import Survey

Answer = Recommendation | Listing | Explanation | Comparison | Survey | Report | Running
"""What some command gives, to be printed in any format."""
