using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Core.Data;

/// <summary>Keeps each version of the criteria as it was when entries were judged by it.</summary>
internal static class CriteriaVersions
{
    /// <exception cref="SettingException">The criteria changed and their version did not.</exception>
    public static async Task KeepAsync(NpgsqlDataSource owner, CancellationToken cancellation)
    {
        int version = DirectoryCatalogue.Default.Criteria.Version;
        await using var keep = owner.CreateCommand(
            """
            with given as (select $1::int as version, $2::jsonb as content),
            added as (insert into published.criteria (version, content) select * from given on conflict do nothing)
            select not exists (select from published.criteria c join given g using (version) where c.content <> g.content)
            """);
        keep.Parameters.AddWithValue(version);
        keep.Parameters.Add(new NpgsqlParameter { Value = CatalogueFiles.Embedded()[CatalogueFiles.Criteria], NpgsqlDbType = NpgsqlDbType.Jsonb });
        if (await keep.ExecuteScalarAsync(cancellation) is not true)
            throw new SettingException($"The criteria differ from version {version}, by which entries were judged. Give the changed ones a new version.");
    }
}
