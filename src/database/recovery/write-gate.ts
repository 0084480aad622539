/** Lets writes through, except while one store takes over from another: then those that come wait. */
export class WriteGate {
  private underWay = 0;
  private isHeld = false;
  private waiting: (() => void)[] = [];
  private drained: (() => void)[] = [];

  /** Lets a write begin, at once or when the switch is over; call what it answers when the write has ended. */
  async enter(): Promise<() => void> {
    // oxlint-disable-next-line no-await-in-loop -- it may be held again by the time this is woken
    while (this.isHeld) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.underWay += 1;
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.leave();
    };
  }

  /** Lets no write begin until what it answers is called. */
  hold(): () => void {
    this.isHeld = true;
    return () => {
      this.isHeld = false;
      for (const go of this.waiting.splice(0)) go();
    };
  }

  /** Resolves when no write is under way. */
  async idle(): Promise<void> {
    if (this.underWay > 0) await new Promise<void>((resolve) => this.drained.push(resolve));
  }

  private leave(): void {
    this.underWay -= 1;
    if (this.underWay === 0) for (const go of this.drained.splice(0)) go();
  }
}
