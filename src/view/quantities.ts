const kilo = 1024;

/** A share of one core in per cent, in at most five cells: "1.5%", "412%". */
export function formatCpu(percent: number): string {
  return percent < 99.95 ? `${percent.toFixed(1)}%` : `${Math.round(percent)}%`;
}

/** An amount of memory in at most five cells: "812 K", "52 M", "1.2 G". */
export function formatMemory(bytes: number): string {
  let amount = bytes / kilo;
  for (const unit of ['K', 'M', 'G']) {
    // One that rounds to four digits goes on in the next unit, so that the column never needs a sixth cell.
    if (Math.round(amount) < 1000)
      return amount < 9.95 && unit === 'G' ? `${amount.toFixed(1)} G` : `${Math.round(amount)} ${unit}`;
    amount /= kilo;
  }
  return `${amount.toFixed(1)} T`;
}
