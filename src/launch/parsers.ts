import * as z from 'zod'

// zod writes JavaScript for each schema of an object and has it compiled before it parses with it. That pays where a
// schema parses thousands of values; here each parses a few, and the compiling was a twentieth of a short command.
z.config({ jitless: true })
