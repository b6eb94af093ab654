-- What decisions on one organization need to know of others, beside the register. Written only by the projection of organization.lookup.ts.

-- Within a work committee one external id is one activity, whichever branch and year it is sent for; another committee's
-- system may have given the same id to another.
CREATE TABLE lookup_activity (
  external_id   text NOT NULL,
  branch_id     text NOT NULL,
  -- Without these: withdrawn, so that the id is free again.
  kind          text,
  held_on       date,
  attendance    integer,
  -- In the service's log, of the event that said so last.
  position      bigint NOT NULL,
  PRIMARY KEY (external_id, branch_id)
);
CREATE INDEX lookup_activity_branch ON lookup_activity (branch_id);

-- Streams that refer to an organization, of whichever service.
CREATE TABLE lookup_reference (
  organization_id  text NOT NULL,
  stream           text NOT NULL,
  -- The first day of which the stream tells something of the organization; infinity: of none.
  told_on          date NOT NULL,
  PRIMARY KEY (organization_id, stream)
);

-- What Supervision has open on organizations, as its feed has told so far.
CREATE TABLE lookup_supervision (
  stream          text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  is_open         boolean NOT NULL,
  revision        integer NOT NULL
);
CREATE INDEX lookup_supervision_open ON lookup_supervision (organization_id) WHERE is_open;

GRANT SELECT, INSERT, UPDATE, DELETE ON lookup_activity, lookup_reference, lookup_supervision TO {{service_role}};
