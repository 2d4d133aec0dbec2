/** The work item whose result is what was measured. */
export const judgeId = 'judge-inputs'
