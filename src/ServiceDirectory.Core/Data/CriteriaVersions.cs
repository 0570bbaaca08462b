using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Core.Data;

/// <summary>Writes the criteria that the program carries as the first version. From the first vote of the councils on, theirs stand, whatever a newer program carries.</summary>
internal static class CriteriaVersions
{
    /// <exception cref="SettingException">The criteria changed and their version did not.</exception>
    public static async Task KeepAsync(NpgsqlConnection owner, CancellationToken cancellation)
    {
        int version = DirectoryCatalogue.Default.Criteria.Version;
        await using var keep = new NpgsqlCommand(
            """
            with given as (select $1::int as version, $2::jsonb as content),
            added as (
              insert into published.criteria (version, content)
              select * from given where not exists (select from published.criteria where made_on is not null) on conflict do nothing)
            select not exists (select from published.criteria c join given g using (version) where c.made_on is null and c.content <> g.content)
            """,
            owner);
        keep.Parameters.AddWithValue(version);
        keep.Parameters.Add(new NpgsqlParameter { Value = CatalogueFiles.Embedded()[CatalogueFiles.Criteria], NpgsqlDbType = NpgsqlDbType.Jsonb });
        if (await keep.ExecuteScalarAsync(cancellation) is not true)
            throw new SettingException($"The criteria differ from version {version}, by which entries were judged. Give the changed ones a new version.");
    }
}
