/** What event triggers mean: which events they are about, and what they ask for. */
@NullMarked
package io.freshet.language.trigger;

import org.jspecify.annotations.NullMarked;
