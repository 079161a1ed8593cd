package io.freshet.scheduler.deployment;

/** The process ended here: no code of ours may catch it. */
final class Killed extends Error {
    private static final long serialVersionUID = 1L;
}
