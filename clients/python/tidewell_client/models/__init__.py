""" Contains all the data models used in inputs/outputs """

from .activity import Activity
from .agui_input import AguiInput
from .agui_message import AguiMessage
from .agui_message_content_type_1_item import AguiMessageContentType1Item
from .answer import Answer
from .answer_status import AnswerStatus
from .chat_request import ChatRequest
from .chat_request_metadata_type_0 import ChatRequestMetadataType0
from .citation import Citation
from .code import Code
from .desk_message import DeskMessage
from .desk_message_author import DeskMessageAuthor
from .development_listed_response_development_listed import DevelopmentListedResponseDevelopmentListed
from .development_sign_in_response_development_sign_in import DevelopmentSignInResponseDevelopmentSignIn
from .development_step_up_response_development_step_up import DevelopmentStepUpResponseDevelopmentStepUp
from .guard_verdict import GuardVerdict
from .guard_verdict_direction import GuardVerdictDirection
from .guard_verdict_verdict import GuardVerdictVerdict
from .handoff import Handoff
from .handoff_state import HandoffState
from .handoff_state_state import HandoffStateState
from .health_healthz_response_health_healthz import HealthHealthzResponseHealthHealthz
from .health_readyz_response_health_readyz import HealthReadyzResponseHealthReadyz
from .line_view import LineView
from .line_view_kind import LineViewKind
from .new_thread import NewThread
from .no import No
from .notice_view import NoticeView
from .notice_view_kind import NoticeViewKind
from .offered import Offered
from .openai_model_response_openai_model import OpenaiModelResponseOpenaiModel
from .openai_models_response_openai_models import OpenaiModelsResponseOpenaiModels
from .opening import Opening
from .opinion import Opinion
from .opinion_reason_type_0 import OpinionReasonType0
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
from .requires import Requires
from .shapes_message import ShapesMessage
from .sign_in import SignIn
from .sign_in_configuration import SignInConfiguration
from .sign_in_configuration_mode import SignInConfigurationMode
from .starter import Starter
from .starters_starters_language import StartersStartersLanguage
from .stream_options import StreamOptions
from .threads_listed_response_threads_listed import ThreadsListedResponseThreadsListed
from .threads_message import ThreadsMessage
from .threads_read_response_threads_read import ThreadsReadResponseThreadsRead
from .timings import Timings
from .to_person import ToPerson
from .tool_call import ToolCall
from .tool_call_arguments import ToolCallArguments
from .tool_call_result import ToolCallResult
from .turn_result import TurnResult
from .turn_result_outcome import TurnResultOutcome
from .turn_result_proposal_type_0 import TurnResultProposalType0
from .turn_result_proposals_item import TurnResultProposalsItem
from .usage import Usage
from .wish import Wish
from .wish_language_type_0 import WishLanguageType0
from .yes import Yes

__all__ = (
    "Activity",
    "AguiInput",
    "AguiMessage",
    "AguiMessageContentType1Item",
    "Answer",
    "AnswerStatus",
    "ChatRequest",
    "ChatRequestMetadataType0",
    "Citation",
    "Code",
    "DeskMessage",
    "DeskMessageAuthor",
    "DevelopmentListedResponseDevelopmentListed",
    "DevelopmentSignInResponseDevelopmentSignIn",
    "DevelopmentStepUpResponseDevelopmentStepUp",
    "GuardVerdict",
    "GuardVerdictDirection",
    "GuardVerdictVerdict",
    "Handoff",
    "HandoffState",
    "HandoffStateState",
    "HealthHealthzResponseHealthHealthz",
    "HealthReadyzResponseHealthReadyz",
    "LineView",
    "LineViewKind",
    "NewThread",
    "No",
    "NoticeView",
    "NoticeViewKind",
    "Offered",
    "OpenaiModelResponseOpenaiModel",
    "OpenaiModelsResponseOpenaiModels",
    "Opening",
    "Opinion",
    "OpinionReasonType0",
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
    "Requires",
    "ShapesMessage",
    "SignIn",
    "SignInConfiguration",
    "SignInConfigurationMode",
    "Starter",
    "StartersStartersLanguage",
    "StreamOptions",
    "ThreadsListedResponseThreadsListed",
    "ThreadsMessage",
    "ThreadsReadResponseThreadsRead",
    "Timings",
    "ToolCall",
    "ToolCallArguments",
    "ToolCallResult",
    "ToPerson",
    "TurnResult",
    "TurnResultOutcome",
    "TurnResultProposalsItem",
    "TurnResultProposalType0",
    "Usage",
    "Wish",
    "WishLanguageType0",
    "Yes",
)
