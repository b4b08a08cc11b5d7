"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const taskData = {
    canonicalId: "text-generation",
    metrics: [
        {
            description: "",
            id: "rouge",
        },
    ],
    models: [
        {
            description: "",
            id: "facebook/bart-large-cnn",
        },
        {
            description: "",
            id: "Falconsai/medical_summarization",
        },
    ],
    spaces: [
        {
            description: "",
            id: "pszemraj/summarize-long-text",
        },
    ],
};
