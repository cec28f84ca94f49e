"""What a thing is for, in job tags, read from what its source says of it: a table, and no model.

Only tools that share a job are compared, so an unknown job keeps a tool from a pair until an editor tags it.
"""

from __future__ import annotations

import re

#: Names the table in rules; count up when a tag or a word of it changes.
JOBS_VERSION = 1
MAX_TAGS = 5
#: What is said first says what a thing is; further on, texts mention what they are beside.
_READ_CHARACTERS = 600

# A tag, and the words that give it away; each stands for itself and what begins with it where it ends in "*".
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


def _alternatives(words: str) -> str:
    # A hyphen stands for itself or a space, as people write both.
    each = (re.escape(word).replace(r"\-", r"[-\s]").replace(r"\*", r"\w*") for word in words.split())
    return "|".join(each)


_TAGS = tuple(_WORDS)
_ANY = re.compile(
    rf"(?<![\w-])(?:{'|'.join(f'({_alternatives(words)})' for words in _WORDS.values())})(?![\w-])",
    re.IGNORECASE,
)


def job_tags_of(*said: str | None) -> tuple[str, ...]:
    """Read at most five tags from a title and what follows it, in the order in which they are first said.

    >>> job_tags_of("Kestrel: a coding agent", "It opens pull requests on your laptop.")
    ('code-generation', 'agents', 'on-device')
    >>> job_tags_of("Agentless", None)
    ()
    """
    text = " · ".join(filter(None, said))[:_READ_CHARACTERS]
    found = (_TAGS[match.lastindex - 1] for match in _ANY.finditer(text) if match.lastindex)
    return tuple(dict.fromkeys(found))[:MAX_TAGS]
