package io.freshet.contracts.spec;

import java.time.LocalTime;
import java.time.ZoneId;

/** A dataset's partition of the day must be published by a time of day. */
public record DeadlineSpec(String dataset, LocalTime by, ZoneId timezone) {}
