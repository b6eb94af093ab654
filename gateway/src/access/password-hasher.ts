/** How passwords are kept. Another way than ours, such as PBKDF2 over HMAC-SM3 (密评), is another adapter. */
export interface PasswordHasher {
  /** What is kept of a password: it says itself how it was made. */
  readonly hash: (password: string) => Promise<string>;
  /** Whether it is the password. Where nothing is kept it takes as long, and it is not. */
  readonly verify: (password: string, kept: string | null) => Promise<boolean>;
}
