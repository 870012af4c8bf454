"""Tools as a model sees them."""

from prompts.bundle import PromptBundle
from tools.registry import ToolSpec


def tool_schema(spec: ToolSpec, prompt: PromptBundle) -> dict[str, object]:
    """The tool as a model sees it: name and argument schema from code, every word of description from the prompt."""
    text = prompt.tools[spec.name]
    schema = spec.arguments.model_json_schema()
    properties: dict[str, dict[str, object]] = schema.get("properties", {})
    for name, field in properties.items():
        field["description"] = text.arguments.get(name, "")
        field.pop("title", None)
    return {
        "type": "function",
        "function": {
            "name": spec.name,
            "description": text.description,
            "parameters": {
                "type": "object",
                "properties": properties,
                "required": schema.get("required", []),
                "additionalProperties": False,
            },
        },
    }
