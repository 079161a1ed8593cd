/** Conditions that authors of workflows write: typed, safe, and checked before anything is deployed. */
@NullMarked
package io.freshet.language.expression;

import org.jspecify.annotations.NullMarked;
