package io.freshet.planner.domain.instance;

/** What is known of whoever makes a partition. */
public enum Upstream {
    /** It is what it will be until something changes; always so for a partition from outside. */
    SETTLED,
    /** Its producer may still change it. */
    UNSETTLED,
    /** Its producer failed, is blocked or was cancelled: what is there is not what should be there. */
    BAD
}
