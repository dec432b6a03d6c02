// Generated from doctor.schema.json by `npm run goldens`. Do not edit.
interface Validate {
  (value: unknown): boolean
  errors?: readonly { readonly instancePath: string; readonly message?: string; readonly params: Readonly<Record<string, unknown>> }[] | null
}
export const validate: Validate
export default validate
