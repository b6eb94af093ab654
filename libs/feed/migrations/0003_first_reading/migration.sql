-- Whether this consumer has once come to the end that its feed had when its reading from the beginning began: until then
-- its process would show what is incomplete as if it were all. Kept here, for whoever is started in the middle, or beside it.
ALTER TABLE feed_checkpoint ADD COLUMN has_read boolean NOT NULL DEFAULT false;
UPDATE feed_checkpoint SET has_read = position > 0;
