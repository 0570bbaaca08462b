using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Messages;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Training;

/// <summary>What trainers and providers do, in readable lines, each with an account that has the role.</summary>
internal sealed class TrainingDesk(DirectoryLogins logins, ShippedPlaces places)
{
    private readonly Given _given = new(logins);

    public static LocalDate Today => Given.Today;

    public static OfferContent Offer(string title = "Front desk and privacy", params IReadOnlyList<TrainingAudience> audiences) => new()
    {
        Title = Text.Of("en", title),
        Topics = [TrainingTopic.Confidentiality, TrainingTopic.Stigma],
        Audiences = audiences.Count == 0 ? [TrainingAudience.Clinic] : audiences,
        Minutes = 180,
        Modes = [TrainingMode.InPerson],
        Languages = ["en"],
        Fee = TrainingFee.ByMeans,
        PeersPaid = true,
        LargestGroup = 20,
    };

    /// <summary>Somebody with a role there.</summary>
    public async Task<TrainingSide> SideAsync(Organisation of, ActorRole role = ActorRole.Trainer, LocalDate? on = null)
    {
        var account = await _given.AccountAsync();
        await logins.App.RunAsync(
            "insert into directory.membership (id, account_id, organisation_id, role, since) values (gen_random_uuid(), $1, $2, $3, date '2026-01-01')", account.Id, of.Id, EnumSlug.Of(role));
        return new TrainingSide(of.Id, account.Id, on ?? Today);
    }

    /// <summary>A listed service, and the provider that runs it.</summary>
    public async Task<(WrittenRevision Service, Organisation Provider)> ServiceAsync(bool isListed = true)
    {
        var provider = await _given.OrganisationAsync("Mill Trust", OrganisationKind.Provider);
        var clinic = Sample.Clinic();
        var content = clinic with { Provider = clinic.Provider with { OrganisationId = provider.Id } };
        var desk = new ListingDesk(logins, places);
        return (isListed ? await desk.ListedAsync(content) : await desk.WriteAsync(content), provider);
    }

    public async Task<T> UseAsync<T>(Func<TrainingService, Task<T>> use, VettingOptions? vetting = null)
    {
        await using var context = logins.Context();
        return await use(new TrainingService(context, MessageDesk.Months, VettingDesk.Notes, vetting ?? new VettingOptions(), MessageDesk.Receipts(context)));
    }

    public async Task<T> ReadAsync<T>(Func<TrainingReader, Task<T>> use)
    {
        await using var context = logins.Context();
        return await use(new TrainingReader(context, MessageDesk.Months, VettingDesk.Notes));
    }

    public Task<Guid> OfferAsync(TrainingSide by, bool isPublic = true, OfferContent? offer = null) => UseAsync(t => t.OfferAsync(new WriteOffer(offer ?? Offer(), isPublic), by));

    public async Task<Guid> AskAsync(Guid offer, WrittenRevision service, Organisation provider, string? budget = null, LocalDate? on = null)
    {
        var side = await SideAsync(provider, ActorRole.ProviderContact, on);
        return await UseAsync(t => t.AskAsync(new AskTraining(offer, service.ServiceId, new RequestWords { Goals = "How we keep records", Budget = budget }, false), side));
    }

    public async Task<Guid> PlanAsync(Guid request, TrainingSide by, LocalDate heldOn, bool isPaid = false)
    {
        await UseAsync(t => t.AnswerAsync(request, accepts: true, by));
        return await UseAsync(t => t.PlanAsync(
            new PlanTraining(request, null, heldOn, new LocalTime(14, 0), 180, TrainingMode.InPerson, "Room 3", [TrainingTopic.Confidentiality], isPaid), by));
    }

    /// <summary>From the request to the counted heads, all on one day.</summary>
    public async Task<Guid> HeldAsync(WrittenRevision service, Organisation provider, TrainingSide trainer, Heads heads, string? budget = null)
    {
        var request = await AskAsync(await OfferAsync(trainer), service, provider, budget, trainer.On);
        var session = await PlanAsync(request, trainer, trainer.On);
        Assert.True(await UseAsync(t => t.RecordAsync(session, heads, trainer)));
        return session;
    }
}
