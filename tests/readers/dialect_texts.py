"""Texts that generators leave behind in files."""

import json

SETTINGS = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512, Model: m"
SECRET = "the detective is the murderer"
GRAPH = json.dumps(
    {
        "3": {"class_type": "KSampler", "inputs": {"seed": 7, "steps": 20}},
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "m.safetensors"}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": SECRET}},
    }
)
EDITING = json.dumps(
    {
        "1": {"class_type": "LoadImage", "inputs": {}},
        "2": {"class_type": "ImageScale", "inputs": {}},
        "3": {"class_type": "ImageUpscaleWithModel", "inputs": {}},
        "4": {"class_type": "ResampleAudio", "inputs": {}},
        "5": {"class_type": "SaveImage", "inputs": {}},
    }
)
WORKFLOW = json.dumps({"last_node_id": 3, "nodes": [{"type": "KSampler"}], "links": []})
UUID = "98b90104-41d0-412f-b84a-7a010016867a"
SIGNATURE = "Signature: " + "Ab1+" * 40 + "=="
AIGC = {
    "Label": "1",
    "ContentProducer": "001191110102MACQD9K64010000",
    "ProduceID": "p",
    "ReservedCode1": "",
    "ContentPropagator": "",
    "PropagateID": "",
    "ReservedCode2": "",
}
CAPCUT = {"data": {"product": "lv", "is_use_ai_image_generation": 0, "is_use_vc_sing_clone": 1}}
DREAMINA = {
    "aigc_info": {"aigc_label_type": 0, "source_info": "dreamina"},
    "data": {"product": "dreamina", "exportType": "generation"},
}


def a1111(more="", settings=SETTINGS):
    return f"{SECRET}\nNegative prompt: bad\n{settings}{more}"
