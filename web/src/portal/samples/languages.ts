// What writes each language's sample. Fetched when one of them is first chosen.
import { csharp } from "./csharp";
import { go } from "./go";
import { java } from "./java";
import { javascript } from "./javascript";
import { php } from "./php";
import { python } from "./python";
import { ruby } from "./ruby";
import type { Sample } from "./sample";

export const writers: Record<string, (sample: Sample) => string> = { Python: python, JavaScript: javascript, Go: go, Java: java, "C#": csharp, PHP: php, Ruby: ruby };
