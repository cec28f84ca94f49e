"""What a thing is for, in job tags, read from what its source says of it: a table, and no model.

Only tools that share a job are compared, so an unknown job keeps a tool from a pair until an editor tags it.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: Names the table in rules; count up when a tag or a word of it changes.
JOBS_VERSION = 1
MAX_TAGS = 5
#: What is said first says what a thing is; further on, texts mention what they are beside.
_READ_CHARACTERS = 600

# A tag, and the words that give it away; "*" stands for any end, a hyphen for itself or a space.
_WORDS = {
    "agents": "agent agents agentic multi-agent multiagent",
    "code-generation": "coding copilot codebase codegen pull-request* code-generation code-review*",
    "retrieval": "rag retrieval retriever* embedding embeddings reranker* vector-search semantic-search",
    "fine-tuning": "fine-tun* finetun* lora qlora adapters",
    "inference": "inference serving quantiz* quantis* gguf vllm throughput",
    "training": "pretrain* pre-train* distillation reinforcement-learning",
    "evaluation": "benchmark benchmarks evaluation evals leaderboard",
    "vision-language": "vision-language vlm vlms multimodal image-text visual-question*",
    "image-generation": "text-to-image image-generation image-editing diffusion",
    "video": "video videos text-to-video",
    "speech": "speech voice tts asr transcri*",
    "documents": "pdf pdfs ocr document documents spreadsheet*",
    "on-device": "on-device edge-device* smartphone* laptop* offline",
    "automation": "automation workflow workflows no-code low-code",
    "browsing": "browser computer-use web-agent* scraping",
    "observability": "observability tracing telemetry monitoring",
    "safety": "guardrail guardrails jailbreak* red-team* prompt-injection",
    "skill-library": "skill-library skills",
    "data": "dataset datasets annotation labeling labelling synthetic-data",
    "robotics": "robot robots robotics manipulation",
    "translation": "translation machine-translation",
    "notes": "notes note-taking transcript transcripts",
}


_EXACT = {word: tag for tag, words in _WORDS.items() for word in words.split() if not word.endswith("*")}
_BEGINNINGS = {
    word[:-1]: tag for tag, words in _WORDS.items() for word in words.split() if word.endswith("*")
}
_ANY_BEGINNING = tuple(_BEGINNINGS)
#: What a word of several parts can begin with, and what one of a single part, or its beginning, can.
_FIRST_PARTS = frozenset(word.partition("-")[0] for word in (*_EXACT, *_BEGINNINGS))
_SHORT_BEGINNINGS = tuple(word for word in _BEGINNINGS if "-" not in word)
#: The longest words are of three parts, as in text-to-image.
_PARTS = 3


def job_tags_of(*said: str | None) -> tuple[str, ...]:
    """Read at most five tags from a title and what follows it, in the order in which they are first said.

    >>> job_tags_of("Kestrel: a coding agent", "It opens pull requests on your laptop.")
    ('code-generation', 'agents', 'on-device')
    >>> job_tags_of("Agentless", None)
    ()
    """
    text = " · ".join(filter(None, said))[:_READ_CHARACTERS].lower()
    parts = re.findall(r"\w+", text)
    found: dict[str, None] = {}
    for place, first in enumerate(parts):
        if not _may_begin(first):
            continue
        word = ""
        for part in parts[place : place + _PARTS]:
            word = f"{word}-{part}" if word else part
            if word in _EXACT:
                found[_EXACT[word]] = None
            elif word.startswith(_ANY_BEGINNING):
                found.update((tag, None) for begins, tag in _BEGINNINGS.items() if word.startswith(begins))
    return tuple(found)[:MAX_TAGS]


# The words of everyday, which are most of any text, find room.
@lru_cache(maxsize=2_048)
def _may_begin(part: str) -> bool:
    """Whether a word of the table can begin with this part: nearly all parts of a text say no."""
    return part in _FIRST_PARTS or part.startswith(_SHORT_BEGINNINGS)
