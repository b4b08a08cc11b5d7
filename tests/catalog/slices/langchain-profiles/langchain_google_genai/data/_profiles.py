from typing import Any

_PROFILES: dict[str, dict[str, Any]] = {
    "gemini-3-pro-image": {'name': 'Nano Banana Pro', 'release_date': '2026-05-28', 'last_updated': '2026-05-28', 'open_weights': False, 'max_input_tokens': 65536, 'max_output_tokens': 32768, 'text_inputs': True, 'image_inputs': True, 'audio_inputs': False, 'video_inputs': False, 'text_outputs': True, 'image_outputs': True, 'audio_outputs': False, 'video_outputs': False, 'reasoning_output': True, 'tool_calling': False, 'attachment': True, 'temperature': True, 'image_url_inputs': True, 'pdf_inputs': True, 'image_tool_message': True, 'tool_choice': True},
}
