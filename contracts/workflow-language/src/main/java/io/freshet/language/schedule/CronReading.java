package io.freshet.language.schedule;

/** What reading a cron expression gives. */
public sealed interface CronReading {
    record Valid(CronExpression expression) implements CronReading {}

    /** The message says what is wrong, and in which field; the remedy says what is allowed there. */
    record Invalid(String message, String remedy) implements CronReading {}
}
