package io.freshet.scheduler.jdbc;

/** How many events a trigger has dealt with, by what they led to. */
record TriggerCounts(int fired, int refused, int repeated) {
    static final TriggerCounts FIRED = new TriggerCounts(1, 0, 0);
    static final TriggerCounts REFUSED = new TriggerCounts(0, 1, 0);
    static final TriggerCounts REPEATED = new TriggerCounts(0, 0, 1);

    TriggerCounts plus(TriggerCounts more) {
        return new TriggerCounts(fired + more.fired, refused + more.refused, repeated + more.repeated);
    }
}
