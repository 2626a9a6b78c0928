import js from "@eslint/js";

const browser = ["Blob", "DOMParser", "DecompressionStream", "Node", "Response", "URL",
  "addEventListener", "atob", "clearTimeout", "document", "getComputedStyle", "getSelection",
  "innerHeight", "innerWidth", "localStorage", "requestAnimationFrame", "setTimeout"];

// Text of documents must never be parsed as markup.
const markup = ["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "srcdoc"];

export default [
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2023,
      sourceType: "script",
      globals: Object.fromEntries(browser.map((name) => [name, "readonly"])),
    },
    rules: {
      "complexity": ["error", 14],
      "curly": "error",
      "eqeqeq": "error",
      "max-len": ["error", { code: 100 }],
      "max-lines-per-function": ["error", { max: 70 }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": ["error", ...markup.map((property) => ({ property }))],
      "no-unused-vars": "error",
      "no-use-before-define": "off",
      "no-var": "error",
      "prefer-const": "error",
      "require-await": "error",
    },
  },
];
