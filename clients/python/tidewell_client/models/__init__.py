""" Contains all the data models used in inputs/outputs """

from .action import Action
from .actions import Actions
from .activity import Activity
from .agui_input import AguiInput
from .agui_message import AguiMessage
from .agui_message_content_type_1_item import AguiMessageContentType1Item
from .answer import Answer
from .answer_status import AnswerStatus
from .board import Board
from .board_row import BoardRow
from .board_row_language import BoardRowLanguage
from .board_row_state import BoardRowState
from .borrower import Borrower
from .canary_view import CanaryView
from .canary_view_turns import CanaryViewTurns
from .chat_request import ChatRequest
from .chat_request_metadata_type_0 import ChatRequestMetadataType0
from .citation import Citation
from .clock import Clock
from .code import Code
from .conversation import Conversation
from .conversation_floor import ConversationFloor
from .conversation_turns_item import ConversationTurnsItem
from .copilot_found import CopilotFound
from .decided import Decided
from .decided_outcome import DecidedOutcome
from .decision import Decision
from .decision_outcome import DecisionOutcome
from .decision_reason_type_0 import DecisionReasonType0
from .desk_message import DeskMessage
from .desk_message_author import DeskMessageAuthor
from .development_listed_response_development_listed import DevelopmentListedResponseDevelopmentListed
from .development_sign_in_response_development_sign_in import DevelopmentSignInResponseDevelopmentSignIn
from .development_step_up_response_development_step_up import DevelopmentStepUpResponseDevelopmentStepUp
from .done import Done
from .draft import Draft
from .error_answer import ErrorAnswer
from .error_object import ErrorObject
from .error_object_type import ErrorObjectType
from .fact import Fact
from .figures import Figures
from .flag import Flag
from .flag_severity import FlagSeverity
from .found_section import FoundSection
from .gate import Gate
from .guard_verdict import GuardVerdict
from .guard_verdict_direction import GuardVerdictDirection
from .guard_verdict_verdict import GuardVerdictVerdict
from .handoff import Handoff
from .handoff_state import HandoffState
from .handoff_state_state import HandoffStateState
from .handoffs_listed_state_type_0 import HandoffsListedStateType0
from .health_healthz_response_health_healthz import HealthHealthzResponseHealthHealthz
from .health_readyz_response_health_readyz import HealthReadyzResponseHealthReadyz
from .line_view import LineView
from .line_view_kind import LineViewKind
from .live import Live
from .monitor import Monitor
from .monitors_view import MonitorsView
from .new_thread import NewThread
from .next_payment import NextPayment
from .no import No
from .note import Note
from .notice_view import NoticeView
from .notice_view_kind import NoticeViewKind
from .noting import Noting
from .offered import Offered
from .openai_model_response_openai_model import OpenaiModelResponseOpenaiModel
from .openai_models_response_openai_models import OpenaiModelsResponseOpenaiModels
from .opening import Opening
from .opinion_input import OpinionInput
from .opinion_input_reason_type_0 import OpinionInputReasonType0
from .opinion_output import OpinionOutput
from .ops_audit_response_ops_audit import OpsAuditResponseOpsAudit
from .ops_conversations_outcome_type_0 import OpsConversationsOutcomeType0
from .ops_monitors_slice_type_0 import OpsMonitorsSliceType0
from .policies_read_response_policies_read import PoliciesReadResponsePoliciesRead
from .problem import Problem
from .proposal_view import ProposalView
from .proposal_view_after import ProposalViewAfter
from .proposal_view_before import ProposalViewBefore
from .proposal_view_can_item import ProposalViewCanItem
from .proposal_view_state import ProposalViewState
from .proposals_listed_response_proposals_listed import ProposalsListedResponseProposalsListed
from .proposals_listed_state_type_0 import ProposalsListedStateType0
from .receipt_view import ReceiptView
from .receipt_view_outcome import ReceiptViewOutcome
from .receipt_view_resource import ReceiptViewResource
from .release_view import ReleaseView
from .release_view_status_type_0 import ReleaseViewStatusType0
from .releases_view import ReleasesView
from .reply import Reply
from .requires import Requires
from .results import Results
from .returning import Returning
from .rewriting import Rewriting
from .rewriting_change import RewritingChange
from .rewriting_language_type_0 import RewritingLanguageType0
from .search_found import SearchFound
from .shapes_message import ShapesMessage
from .shown_account import ShownAccount
from .side_thread import SideThread
from .sign_in import SignIn
from .sign_in_configuration import SignInConfiguration
from .sign_in_configuration_mode import SignInConfigurationMode
from .signed_in import SignedIn
from .slice_figures import SliceFigures
from .snapshot import Snapshot
from .starter import Starter
from .starters_starters_language import StartersStartersLanguage
from .step import Step
from .still_open import StillOpen
from .still_open_state import StillOpenState
from .stream_options import StreamOptions
from .suggestion import Suggestion
from .suggestion_kind import SuggestionKind
from .suggestions import Suggestions
from .summary import Summary
from .threads_listed_response_threads_listed import ThreadsListedResponseThreadsListed
from .threads_message import ThreadsMessage
from .threads_read_response_threads_read import ThreadsReadResponseThreadsRead
from .timings import Timings
from .to_person import ToPerson
from .tool_call import ToolCall
from .tool_call_arguments import ToolCallArguments
from .tool_call_result import ToolCallResult
from .transcript import Transcript
from .transfer import Transfer
from .turn_result import TurnResult
from .turn_result_outcome import TurnResultOutcome
from .turn_result_proposal_type_0 import TurnResultProposalType0
from .turn_result_proposals_item import TurnResultProposalsItem
from .turn_seen import TurnSeen
from .turn_seen_result_type_0 import TurnSeenResultType0
from .usage import Usage
from .wanted import Wanted
from .wanted_language_type_0 import WantedLanguageType0
from .warned import Warned
from .warned_kind import WarnedKind
from .warned_severity import WarnedSeverity
from .warnings import Warnings
from .wish import Wish
from .wish_language_type_0 import WishLanguageType0
from .yes import Yes

__all__ = (
    "Action",
    "Actions",
    "Activity",
    "AguiInput",
    "AguiMessage",
    "AguiMessageContentType1Item",
    "Answer",
    "AnswerStatus",
    "Board",
    "BoardRow",
    "BoardRowLanguage",
    "BoardRowState",
    "Borrower",
    "CanaryView",
    "CanaryViewTurns",
    "ChatRequest",
    "ChatRequestMetadataType0",
    "Citation",
    "Clock",
    "Code",
    "Conversation",
    "ConversationFloor",
    "ConversationTurnsItem",
    "CopilotFound",
    "Decided",
    "DecidedOutcome",
    "Decision",
    "DecisionOutcome",
    "DecisionReasonType0",
    "DeskMessage",
    "DeskMessageAuthor",
    "DevelopmentListedResponseDevelopmentListed",
    "DevelopmentSignInResponseDevelopmentSignIn",
    "DevelopmentStepUpResponseDevelopmentStepUp",
    "Done",
    "Draft",
    "ErrorAnswer",
    "ErrorObject",
    "ErrorObjectType",
    "Fact",
    "Figures",
    "Flag",
    "FlagSeverity",
    "FoundSection",
    "Gate",
    "GuardVerdict",
    "GuardVerdictDirection",
    "GuardVerdictVerdict",
    "Handoff",
    "HandoffsListedStateType0",
    "HandoffState",
    "HandoffStateState",
    "HealthHealthzResponseHealthHealthz",
    "HealthReadyzResponseHealthReadyz",
    "LineView",
    "LineViewKind",
    "Live",
    "Monitor",
    "MonitorsView",
    "NewThread",
    "NextPayment",
    "No",
    "Note",
    "NoticeView",
    "NoticeViewKind",
    "Noting",
    "Offered",
    "OpenaiModelResponseOpenaiModel",
    "OpenaiModelsResponseOpenaiModels",
    "Opening",
    "OpinionInput",
    "OpinionInputReasonType0",
    "OpinionOutput",
    "OpsAuditResponseOpsAudit",
    "OpsConversationsOutcomeType0",
    "OpsMonitorsSliceType0",
    "PoliciesReadResponsePoliciesRead",
    "Problem",
    "ProposalsListedResponseProposalsListed",
    "ProposalsListedStateType0",
    "ProposalView",
    "ProposalViewAfter",
    "ProposalViewBefore",
    "ProposalViewCanItem",
    "ProposalViewState",
    "ReceiptView",
    "ReceiptViewOutcome",
    "ReceiptViewResource",
    "ReleasesView",
    "ReleaseView",
    "ReleaseViewStatusType0",
    "Reply",
    "Requires",
    "Results",
    "Returning",
    "Rewriting",
    "RewritingChange",
    "RewritingLanguageType0",
    "SearchFound",
    "ShapesMessage",
    "ShownAccount",
    "SideThread",
    "SignedIn",
    "SignIn",
    "SignInConfiguration",
    "SignInConfigurationMode",
    "SliceFigures",
    "Snapshot",
    "Starter",
    "StartersStartersLanguage",
    "Step",
    "StillOpen",
    "StillOpenState",
    "StreamOptions",
    "Suggestion",
    "SuggestionKind",
    "Suggestions",
    "Summary",
    "ThreadsListedResponseThreadsListed",
    "ThreadsMessage",
    "ThreadsReadResponseThreadsRead",
    "Timings",
    "ToolCall",
    "ToolCallArguments",
    "ToolCallResult",
    "ToPerson",
    "Transcript",
    "Transfer",
    "TurnResult",
    "TurnResultOutcome",
    "TurnResultProposalsItem",
    "TurnResultProposalType0",
    "TurnSeen",
    "TurnSeenResultType0",
    "Usage",
    "Wanted",
    "WantedLanguageType0",
    "Warned",
    "WarnedKind",
    "WarnedSeverity",
    "Warnings",
    "Wish",
    "WishLanguageType0",
    "Yes",
)
