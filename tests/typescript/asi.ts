// semicolons that nobody wrote stay where they are needed once the types are gone
const a = 1
type A = number
const b = [2]
interface B { c: string }
;[3].forEach(n => b.push(n))
const c = a as number
(4 as any)
let d = b as unknown
type C = string
`text`.length
const e = { f: 1 } satisfies object
[5].map(n => b.push(n))
class F {
  g = 1
  declare h: string
  ['i'] = 2
  private
  j: number = 3
  readonly ['k'] = 4
}
let l
type M = {}
(() => { l = 6 })()
return [a, b, typeof c, d === b, e.f, Object.keys(new F()), l]
