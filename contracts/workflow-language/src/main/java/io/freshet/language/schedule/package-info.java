/** When schedules fire: cron expressions, and what they mean where clocks are changed. Pure: no clock, no randomness. */
@NullMarked
package io.freshet.language.schedule;

import org.jspecify.annotations.NullMarked;
