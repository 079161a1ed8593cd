/** The tables of the rules as rows of a state store: which letter is which table, and how each kind of row is written. */
@NullMarked
package io.freshet.planner.store.rows;

import org.jspecify.annotations.NullMarked;
