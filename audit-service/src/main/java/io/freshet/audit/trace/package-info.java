/** What people are alerted of, and when: deadlines and rules. Pure: no clock, no database. */
@NullMarked
package io.freshet.audit.trace;

import org.jspecify.annotations.NullMarked;
