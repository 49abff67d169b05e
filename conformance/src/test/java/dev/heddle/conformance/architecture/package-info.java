/**
 * Rules about the code of all modules. Each rule has a canary in the package below: code that breaks it, so that a rule
 * which no longer finds anything fails as well.
 */
package dev.heddle.conformance.architecture;
