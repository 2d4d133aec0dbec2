/**
 * A name as the argument of a command that a message shows, with a space before it; nothing where the name is one that
 * a shell would not take as it stands, since people paste such lines.
 */
export const inShell = (name: string): string => (/^[\w./@%+=:,][\w./@%+=:,-]*$/.test(name) ? ` ${name}` : '')
