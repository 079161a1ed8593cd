/** The workflow specification, version 1: its records, its parser and its validation. */
@NullMarked
package io.freshet.contracts.workflow;

import org.jspecify.annotations.NullMarked;
