"""What an assistant is made of; bootstrap chooses it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel

from assistant.checkpoints import TurnSaver
from assistant.desk.reception import Reception
from assistant.feedback import Feedback
from assistant.graph import TurnGraph
from assistant.guards.evidence import InputGuards, OutputGuards
from assistant.guards.intent import WriteIntent
from assistant.memory import Place
from assistant.places import Claim
from assistant.proposals.service import Proposals
from assistant.rates import Rates
from assistant.single_reads import SingleReads
from assistant.state import Limits
from assistant.step_up import StepUps
from assistant.threads import Threads
from assistant.turn_audit import TurnRecorder
from policies.search import PolicySearch
from prompts.bundle import PromptBundle
from tools.client import AccountsClient
from tools.context import PolicyLookup


@dataclass(frozen=True)
class Parts:
    """What an assistant is made of; bootstrap chooses them."""

    threads: Threads
    graph: TurnGraph
    model: BaseChatModel
    model_name: str
    fallback: BaseChatModel | None
    prompt: PromptBundle
    accounts: AccountsClient
    policies: PolicyLookup
    search: PolicySearch
    guard_input: InputGuards
    guard_output: OutputGuards
    write_intent: WriteIntent
    language_of: Callable[[Sequence[str]], str]
    limits: Limits
    recorder: TurnRecorder
    proposals: Proposals
    reception: Reception
    rates: Rates
    step_ups: StepUps
    feedback: Feedback
    reads: SingleReads
    saver: Callable[[Place, Claim], TurnSaver]
