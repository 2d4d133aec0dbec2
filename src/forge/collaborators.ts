export interface Collaborators {
  /** what a user may do here, teams and organisation counted; `none` for strangers */
  permission(login: string): Promise<'admin' | 'write' | 'read' | 'none'>
}
