/** What a line, or the whole, comes to: a sum of whole minor units. */
export interface Reckoned {
  lines: (bigint | undefined)[]
  goods: bigint
  net: bigint
  tax: bigint
}

interface Line {
  quantity?: unknown
  price?: unknown
  discount?: unknown
  taxRate?: unknown
}

const SCALE = 4
const NUMBER = /^(\d+)(?:\.(\d{1,4}))?$/

/** A decimal in ten-thousandths: no double may round it. */
export function tenThousandths(value: unknown): bigint | undefined {
  const found = NUMBER.exec(String(value ?? '').trim())
  return found ? BigInt(found[1]! + (found[2] ?? '').padEnd(SCALE, '0')) : undefined
}

/** HALF_UP; nothing here is below nought. */
const divided = (value: bigint, by: bigint) => (value * 2n + by) / (by * 2n)
const left = (percent: unknown) => 1_000_000n - (tenThousandths(percent) ?? 0n)

/**
 * As the server reckons: each line rounded to the minor unit, then summed; the discount on the whole rounded once, tax by line.
 *
 * @param digits of the currency's minor unit
 */
export function reckoned(lines: Line[], discount: unknown, digits: number): Reckoned {
  const unit = 10n ** BigInt(8 - digits)
  const whole = left(discount)
  const sums = lines.map((line) => {
    const quantity = tenThousandths(line.quantity)
    const price = tenThousandths(line.price)
    return quantity === undefined || price === undefined ? undefined : divided(quantity * price * left(line.discount), unit * 1_000_000n)
  })
  const taxes = lines.map((line, at) => divided((sums[at] ?? 0n) * whole * (tenThousandths(line.taxRate) ?? 0n), 1_000_000n * 1_000_000n))
  const goods = sums.reduce<bigint>((all, one) => all + (one ?? 0n), 0n)
  return { lines: sums, goods, net: divided(goods * whole, 1_000_000n), tax: taxes.reduce((all, one) => all + one, 0n) }
}

/** Minor units, none of them below nought, as an amount: 6421 and 2 are 64.21. */
export function amountOf(units: bigint, digits: number): string {
  const text = String(units).padStart(digits + 1, '0')
  return digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text
}

/** How many digits a currency has behind the point. */
export function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}
