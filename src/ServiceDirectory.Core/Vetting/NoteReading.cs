using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Vetting;

/// <summary>Reading what another organisation wrote in private leaves an event, once a day for each organisation, role and service.</summary>
internal static class NoteReading
{
    public static Task NoteReadingAsync(this DirectoryDbContext context, Guid service, Actor actor, CancellationToken cancellation)
    {
        string role = EnumSlug.Of(actor.Role);
        return context.Database.ExecuteSqlAsync(
            $"""
            insert into directory.event (organisation_id, role, action, subject, subject_id)
            select {actor.OrganisationId}::uuid, {role}, 'read-notes', 'service', {service}
            where not exists (
              select from directory.event
              where subject_id = {service} and action = 'read-notes' and organisation_id is not distinct from {actor.OrganisationId}::uuid
                and role = {role} and at >= date_trunc('day', clock_timestamp(), 'UTC'))
            """,
            cancellation);
    }
}
