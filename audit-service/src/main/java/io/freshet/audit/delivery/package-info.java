/** Sends messages about alerts to where people see them. */
@NullMarked
package io.freshet.audit.delivery;

import org.jspecify.annotations.NullMarked;
