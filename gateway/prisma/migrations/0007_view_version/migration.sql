-- By view, a token that is new whenever its rows may have changed: answers from memory are held to it. Random and not
-- counted, so that a read model restored to an earlier state never has the token of another one. It belongs to no view:
-- a rebuild leaves it alone and the switch renews it.
CREATE TABLE view_version (
  view text COLLATE "C" PRIMARY KEY,
  token uuid NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON view_version TO {{service_role}};
