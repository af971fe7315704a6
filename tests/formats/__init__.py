"""What the tests of formats share: files written out in each format, and pages made into pictures."""
