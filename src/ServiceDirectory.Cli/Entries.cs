using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Urgent;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Cli;

/// <summary>What the commands about entries need: the verbs of organisations and services, and their public codes.</summary>
internal sealed class Entries : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private Entries(NpgsqlDataSource source, Gazetteer gazetteer, string? id, VettingOptions vetting)
    {
        _source = source;
        Context = new DirectoryDbContext(DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), source).Options);
        var directory = new DirectoryOptions { Id = id ?? new DirectoryOptions().Id };
        ListingPlace? Town(int id) => ListingPlace.Of(gazetteer, id);
        Places = Town;
        Organisations = new OrganisationService(Context, Town, directory);
        Listings = new ListingService(Context, DirectoryCatalogue.Default, Town, vetting, directory);
        Notices = new NoticeService(Context, Town);
        Answers = new CountryAnswerService(Context, DirectoryCatalogue.Default);
        Validator = new ListingValidator(DirectoryCatalogue.Default, Town);
    }

    public DirectoryDbContext Context { get; }

    public Func<int, ListingPlace?> Places { get; }

    public OrganisationService Organisations { get; }

    public ListingService Listings { get; }

    public NoticeService Notices { get; }

    public CountryAnswerService Answers { get; }

    public ListingValidator Validator { get; }

    public static LocalDate Today => LocalDate.FromDateTime(DateTime.UtcNow);

    /// <summary>Judging needs the keys that seal what was found.</summary>
    public ReviewService Reviews(DirectorySecrets secrets)
    {
        var notes = new PrivateNotes(secrets);
        return new ReviewService(Context, Listings, new ProposalService(Context, Listings), notes);
    }

    /// <summary>As the app, with the gazetteer of the database.</summary>
    public static Task<Entries> OpenAsync(Database database, CancellationToken cancellation) => OpenAsync(database, database.App(), cancellation);

    /// <summary>As the owner: who runs a service, and who counts as one with whom, whoever runs the directory says for others.</summary>
    public static Task<Entries> OpenAsOwnerAsync(Database database, CancellationToken cancellation) => OpenAsync(database, database.Owner(), cancellation);

    private static async Task<Entries> OpenAsync(Database database, NpgsqlDataSource source, CancellationToken cancellation)
    {
        try
        {
            return new Entries(source, await GazetteerStore.ReadAsync(source, cancellation), database.Setting("Directory__Id"), VettingOptions.Read(name => database.Setting($"{VettingOptions.Section}__{name}")));
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="SettingException">There is none.</exception>
    public async Task<Organisation> OrganisationAsync(string code, CancellationToken cancellation) =>
        await Context.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Code == code, cancellation)
        ?? throw new SettingException($"{code}: There is no organisation with this code.");

    /// <exception cref="SettingException">There is none.</exception>
    public async Task<Service> ServiceAsync(string code, CancellationToken cancellation) =>
        await Context.Services.AsNoTracking().SingleOrDefaultAsync(s => s.Code == code, cancellation)
        ?? throw new SettingException($"{code}: There is no service with this code.");

    /// <summary>The newest revision of a service.</summary>
    public Task<Revision> RevisionAsync(Service service, CancellationToken cancellation) =>
        Context.Revisions.AsNoTracking().Where(r => r.ServiceId == service.Id).OrderByDescending(r => r.Number).FirstAsync(cancellation);

    public static Actor As(Organisation organisation, ActorRole role) => new(organisation.Id, role);

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        await _source.DisposeAsync();
    }
}
