/** How values are written for people, and what they may have meant. */
@NullMarked
package io.freshet.contracts.text;

import org.jspecify.annotations.NullMarked;
