-- A million profiles may have the same name: the id goes on where it ends.
DROP INDEX profiles_by_name;
CREATE INDEX profiles_by_name ON profiles (name, id);
