/** What the tests of the whole need of the extension's own package. */
package dev.heddle.permessagedeflate;
